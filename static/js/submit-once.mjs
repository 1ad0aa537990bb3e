// Send a form once, however often the button is pressed. The pressed button must still be sent with its
// value, so nothing is disabled: the second press is only not let through.

const QUIET_AGAIN_AFTER = 8000;

export function start(form) {
  let sent = 0;
  form.addEventListener("submit", (event) => {
    if (Date.now() - sent < QUIET_AGAIN_AFTER) {
      event.preventDefault();
      return;
    }
    sent = Date.now();
    form.setAttribute("aria-busy", "true");
  });
  // Coming back with the browser's own arrow shows the page as it was left: it must work again.
  window.addEventListener("pageshow", () => {
    sent = 0;
    form.removeAttribute("aria-busy");
  });
}
