/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Between two frames that play, in milliseconds. */
const pace = 1200;

/** Shows the figures of a sequence one at a time, with a slider and a button that plays them. Nothing moves before it is asked to. */
export function startFrames(): void {
  for (const sequence of document.querySelectorAll<HTMLElement>(".frames")) start(sequence);
}

function start(sequence: HTMLElement): void {
  const frames = [...sequence.querySelectorAll<HTMLElement>(":scope > .figure")];
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = "1";
  slider.max = `${frames.length}`;
  slider.value = "1";
  slider.setAttribute("aria-label", `Frame, of ${frames.length}`);
  const button = document.createElement("button");
  button.type = "button";
  const bar = document.createElement("p");
  bar.className = "frame-controls";
  bar.append(button, slider);
  sequence.prepend(bar);

  let timer: number | undefined;
  const show = () => {
    frames.forEach((frame, i) => (frame.hidden = i + 1 !== Number(slider.value)));
    slider.setAttribute("aria-valuetext", frames[Number(slider.value) - 1]!.dataset.title!);
  };
  const pause = () => {
    window.clearInterval(timer);
    timer = undefined;
    button.textContent = "Play";
  };
  const next = () => {
    slider.value = `${(Number(slider.value) % frames.length) + 1}`;
    show();
    if (Number(slider.value) === frames.length) pause();
  };
  button.addEventListener("click", () => {
    if (timer !== undefined) return pause();
    button.textContent = "Pause";
    next();
    timer = window.setInterval(next, pace);
  });
  slider.addEventListener("input", () => {
    pause();
    show();
  });
  pause();
  show();
}
