// Choose the kind that a name tells ("bánh…" is food), as long as nobody has chosen one. It stays hers to change.

export function start(group) {
  const name = document.getElementById(group.dataset.name);
  const words = JSON.parse(group.dataset.words);
  const boxes = [...group.querySelectorAll("input[type=radio]")];
  if (!name || boxes.some((box) => box.checked)) return;
  let hers = false;
  group.addEventListener("change", () => { hers = true; });
  name.addEventListener("input", () => {
    const told = kindOf(name.value, words);
    if (hers || boxes.some((box) => box.checked && box.value !== told && !box.dataset.guessed)) return;
    for (const box of boxes) {
      box.checked = box.value === told;
      box.dataset.guessed = "1";
    }
    name.form?.dispatchEvent(new Event("change"));
  });
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
