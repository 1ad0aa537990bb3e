// Find what a page asks for by data-module="name" and start only that. Every page works without any of it.

const MODULES = {
  "copy": () => import("./copy.mjs"),
  "count": () => import("./count.mjs"),
  "edit": () => import("./edit.mjs"),
  "error-focus": () => import("./error-focus.mjs"),
  "forget": () => import("./forget.mjs"),
  "keep": () => import("./keep.mjs"),
  "kind": () => import("./kind.mjs"),
  "speak": () => import("./speak.mjs"),
  "submit-once": () => import("./submit-once.mjs"),
  "suggest": () => import("./suggest.mjs"),
  "ticks": () => import("./ticks.mjs"),
  "upload": () => import("./upload.mjs"),
};

export function start(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    const wanted = element.dataset.module.split(" ").filter((name) => MODULES[name]);
    if (wanted.length && !element.dataset.started) {
      element.dataset.started = "1";
      Promise.all(wanted.map((name) => MODULES[name]()))
        .then((modules) => {
          modules.forEach((module) => module.start(element));
          element.dataset.ready = "1";
        })
        .catch(() => { delete element.dataset.started; });
    }
  }
}

// Pieces that htmx brings in later start too.
document.addEventListener("htmx:load", (event) => start(event.target.parentElement || document));
document.addEventListener("main:replaced", () => start(document));
start(document);
