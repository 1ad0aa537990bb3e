// Find what a page asks for by data-module="name" and start only that. Every page works without any of it.

const MODULES = {
  "copy": () => import("./copy.mjs"),
  "error-focus": () => import("./error-focus.mjs"),
  "submit-once": () => import("./submit-once.mjs"),
  "ticks": () => import("./ticks.mjs"),
  "upload": () => import("./upload.mjs"),
};

export function start(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    const load = MODULES[element.dataset.module];
    if (load && !element.dataset.started) {
      element.dataset.started = "1";
      load().then((module) => module.start(element)).catch(() => { delete element.dataset.started; });
    }
  }
}

// Pieces that htmx brings in later start too.
document.addEventListener("htmx:load", (event) => start(event.target.parentElement || document));
document.addEventListener("main:replaced", () => start(document));
start(document);
