// Send photos with a visible per cent. Without this file the same form is sent the ordinary way.
// The photos go as they are: nothing here shrinks or changes them.

const COUNT = /\{n\}/;

export function start(form) {
  const parts = {
    inputs: [...form.querySelectorAll("input[type=file]")],
    chosen: form.querySelector("[data-chosen]"),
    sending: form.querySelector("[data-sending]"),
  };
  if (!parts.inputs.length || !parts.sending) return;
  form.classList.add("enhanced");
  form.addEventListener("change", () => sayChosen(parts));
  form.addEventListener("submit", (event) => {
    if (!count(parts)) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") send(form, event.submitter, parts);
  });
  window.addEventListener("pageshow", () => sayChosen(parts));
}

function count({ inputs }) {
  return inputs.reduce((sum, input) => sum + input.files.length, 0);
}

function sayChosen(parts) {
  const n = count(parts);
  if (parts.chosen) parts.chosen.textContent = n ? parts.chosen.dataset.words.replace(COUNT, n) : "";
  for (const input of parts.inputs) {
    input.closest(".source")?.classList.toggle("has", input.files.length > 0);
  }
}

function send(form, submitter, parts) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Upload", "1");
  request.upload.addEventListener("progress", (event) => show(parts, event));
  request.addEventListener("load", () => arrive(request, form, parts));
  request.addEventListener("error", () => fail(form, parts));
  request.addEventListener("abort", () => fail(form, parts));
  form.setAttribute("aria-busy", "true");
  show(parts, { lengthComputable: true, loaded: 0, total: 1 });
  request.send(data);
}

function show({ sending }, { lengthComputable, loaded, total }) {
  const percent = lengthComputable ? Math.floor((100 * loaded) / total) : 0;
  const words = percent < 100 ? sending.dataset.words.replace(COUNT, percent) : sending.dataset.after;
  const line = sending.querySelector("p");
  const bar = sending.querySelector("progress");
  sending.hidden = false;
  sending.classList.remove("broken");
  bar.hidden = false;
  // A screen reader is told every tenth, not every step.
  if (percent % 10 === 0 || percent === 100) line.textContent = words;
  bar.value = percent;
}

function arrive(request, form, parts) {
  const next = request.getResponseHeader("X-Next");
  if (next) {
    window.location.assign(next);
  } else if ((request.getResponseHeader("Content-Type") || "").startsWith("text/html")) {
    replaceMain(request.responseText);
  } else {
    fail(form, parts);
  }
}

// An answer that is no redirect is the page again, or a page of trouble: show it in place.
function replaceMain(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("main");
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  document.dispatchEvent(new Event("main:replaced"));
  if (!main.querySelector(".summary")) main.focus();
}

function fail(form, { sending }) {
  form.removeAttribute("aria-busy");
  sending.querySelector("progress").hidden = true;
  sending.classList.add("broken");
  sending.querySelector("p").textContent = sending.dataset.broken;
}
