// Copy a text with one press, also where the browser has no Clipboard API (plain http, in-app browsers).
// The old command copies from a box of plain text, so that no styling travels along.

function copyTheOldWay(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.readOnly = true;
  box.className = "offstage";
  document.body.append(box);
  box.focus({ preventScroll: true });
  box.setSelectionRange(0, text.length);
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  box.remove();
  return done;
}

async function copy(text) {
  if (copyTheOldWay(text)) return true;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

export function start(block) {
  const button = block.querySelector("[data-copy]");
  const text = block.querySelector("[data-text]");
  const said = block.querySelector("[data-said]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copy(text.textContent);
    said.textContent = "";
    if (!done) select(text);
    else button.focus({ preventScroll: true });
    block.classList.toggle("copied", done);
    said.textContent = done ? said.dataset.done : said.dataset.failed;
  });
}
