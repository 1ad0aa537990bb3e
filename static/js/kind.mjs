// Show the chosen kind alone, and choose the one that the name tells ("bánh…" is food) as long as she has not
// chosen. All kinds come with one press, or when the name tells none.

export function start(group) {
  const name = document.getElementById(group.dataset.name);
  const words = JSON.parse(group.dataset.words);
  const boxes = [...group.querySelectorAll("input[type=radio]")];
  const more = group.querySelector("[data-more]");
  if (!name || !more) return;
  let hers = boxes.some((box) => box.checked);
  const fold = (on) => {
    group.classList.toggle("folded", on);
    more.hidden = !on;
  };
  fold(!group.querySelector(".wrong"));
  more.addEventListener("click", () => {
    fold(false);
    (boxes.find((box) => box.checked) || boxes[0]).focus();
  });
  group.addEventListener("change", () => { hers = true; });
  name.addEventListener("input", () => { if (!hers) choose(boxes, kindOf(name.value, words)); });
  name.addEventListener("change", () => { if (!boxes.some((box) => box.checked)) fold(false); });
}

function choose(boxes, kind) {
  for (const box of boxes) box.checked = box.value === kind;
}

// The word that stands first tells most; of two that begin together, the longer one.
export function kindOf(name, words) {
  const text = ` ${name.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
  let best = { at: Infinity, length: 0, kind: null };
  for (const [kind, list] of Object.entries(words)) {
    for (const word of list) {
      const at = text.indexOf(` ${word} `);
      if (at >= 0 && (at < best.at || (at === best.at && word.length > best.length))) {
        best = { at, length: word.length, kind };
      }
    }
  }
  return best.kind;
}
