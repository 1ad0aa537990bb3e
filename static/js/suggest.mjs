// Offer answers to tap under a box; the second tap on one takes it back. A long text takes several of them.

export function start(offers) {
  const box = document.getElementById(offers.dataset.suggest);
  if (!box) return;
  const several = box.tagName === "TEXTAREA";
  const before = new Map();
  const chips = [...offers.querySelectorAll("button")];
  const show = () => chips.forEach((chip) => chip.setAttribute("aria-pressed", String(holds(box, chip, several))));
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      const pressed = holds(box, chip, several);
      if (!pressed) before.set(chip, box.value);
      box.value = pressed ? without(box, chip, before.get(chip)) : withIt(box, chip, several);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  box.addEventListener("input", show);
  offers.hidden = false;
  show();
}

function words(chip) {
  return chip.textContent.trim();
}

function holds(box, chip, several) {
  return several ? parts(box.value).includes(words(chip)) : box.value.trim() === words(chip);
}

function parts(text) {
  return text.split(/[;\n]/).map((part) => part.trim()).filter(Boolean);
}

function withIt(box, chip, several) {
  return several ? [...parts(box.value), words(chip)].join("; ") : words(chip);
}

// What stood there before comes back, letter by letter; where more was typed since, only the answer goes.
function without(box, chip, before) {
  if (before !== undefined && box.value === (parts(before).length ? `${parts(before).join("; ")}; ` : "") + words(chip)) {
    return before;
  }
  if (box.value.trim() === words(chip)) return before ?? "";
  return parts(box.value).filter((part) => part !== words(chip)).join("; ");
}
