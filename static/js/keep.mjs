// Keep what stands in a form and is not sent yet: a wrong press, a reload, a phone that fell asleep lose no
// letter. It stays in this tab of this browser, and goes when the program has taken the answer.

const PREFIX = "unsent:";

export function start(form) {
  const here = PREFIX + window.location.pathname;
  const stored = storage();
  if (!stored) return;
  forgetSent(stored, here);
  const known = JSON.stringify(asSent(form));
  const kept = read(stored, here);
  // Another answer stands on the page than the one she was changing: it was taken, or changed elsewhere.
  if (kept && kept.known === known) putBack(form, kept.now);
  else stored.removeItem(here);
  const keep = (sent) => stored.setItem(here, JSON.stringify({ known, now: asSeen(form), sent }));
  form.addEventListener("input", () => keep(false));
  form.addEventListener("change", () => keep(false));
  form.addEventListener("submit", () => { if (stored.getItem(here)) keep(true); });
}

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

// Only the page that an answer led to knows that it was taken: where the network broke off, Back leads elsewhere.
function forgetSent(stored, here) {
  const from = document.referrer && PREFIX + new URL(document.referrer).pathname;
  if (from !== here && read(stored, from)?.sent) stored.removeItem(from);
}

function read(stored, key) {
  try {
    return JSON.parse(stored.getItem(key));
  } catch {
    return null;
  }
}

function boxes(form) {
  return [...form.elements].filter((box) => box.name && !["hidden", "file", "submit", "button"].includes(box.type));
}

function ticked(box) {
  return ["radio", "checkbox"].includes(box.type);
}

function asSent(form) {
  return boxes(form).map((box) => (ticked(box) ? box.defaultChecked : box.defaultValue));
}

function asSeen(form) {
  return boxes(form).map((box) => (ticked(box) ? box.checked : box.value));
}

// What she has typed or tapped before this file came stays.
function putBack(form, now) {
  boxes(form).forEach((box, i) => {
    const untouched = ticked(box) ? box.checked === box.defaultChecked : box.value === box.defaultValue;
    if (!untouched || now.length <= i || now[i] === (ticked(box) ? box.checked : box.value)) return;
    if (ticked(box)) box.checked = now[i];
    else box.value = now[i];
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
