// Read aloud what is marked data-read, with a voice that lives on this device: nothing goes over the network.

const QUIET = "small, [hidden], button, .change, .unseen";

function words(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(QUIET).forEach((one) => one.remove());
  copy.querySelectorAll("dt").forEach((one) => one.append(": "));
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function sentences(block) {
  return [...block.querySelectorAll("[data-read]")].flatMap((part) => {
    const lines = [...part.querySelectorAll("h2, p, li, dl > div")];
    return (lines.length ? lines : [part]).map(words).filter(Boolean);
  });
}

export function start(block) {
  const synth = window.speechSynthesis;
  const button = block.querySelector("[data-speak]");
  if (!synth || !button || !window.SpeechSynthesisUtterance) return;
  const label = button.querySelector("span");
  const begin = label.textContent;
  const code = document.documentElement.lang;
  const voice = () => synth.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(code));
  const offer = () => { button.hidden = !voice(); };
  const rest = () => { label.textContent = begin; };
  offer();
  synth.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => synth.cancel());
  button.addEventListener("click", () => {
    const reading = label.textContent !== begin;
    synth.cancel();
    rest();
    const chosen = voice();
    if (reading || !chosen) return;
    label.textContent = button.dataset.stop;
    const lines = sentences(block);
    lines.forEach((line, place) => {
      const said = new SpeechSynthesisUtterance(line);
      said.voice = chosen;
      said.lang = chosen.lang;
      said.rate = 0.9;
      if (place === lines.length - 1) said.onend = rest;
      synth.speak(said);
    });
  });
}
