// Keep a tick the moment it is set, without leaving the page; the form's own buttons keep it as well.

export function start(form) {
  form.addEventListener("change", async (event) => {
    if (event.target.type !== "checkbox") return;
    try {
      await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Quiet": "1" } });
    } catch {
      // The network is away: the tick stays on the page and goes along with the next button.
    }
  });
}
