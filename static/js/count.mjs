// Count the letters of a box while she types, beside what each place has room for.

export function start(list) {
  const box = document.getElementById(list.dataset.count);
  if (!box) return;
  const show = () => {
    const length = [...box.value.normalize("NFC").trim()].length;
    for (const row of list.querySelectorAll("[data-most]")) {
      row.querySelector("[data-length]").textContent = String(length);
      row.classList.toggle("over", length > Number(row.dataset.most));
    }
  };
  box.addEventListener("input", show);
  show();
}
