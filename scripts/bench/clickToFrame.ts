import type { FrameLocator, Locator } from 'playwright-core';

export interface Answered {
  /** JavaScript that says in the page whether the click is answered; by default what is drawn next is the answer. */
  readonly when?: string;
  /** So many frames draw the answer: what lies below a table is drawn in the one after it. */
  readonly frames?: number;
}

/** From a click, as the page has heard of it, to the end of the frame in which it is answered, in ms. */
export async function clickToFrame(frame: FrameLocator, target: Locator, { when = 'true', frames = 1 }: Answered = {}): Promise<number> {
  // What is drawn in a frame is there when the next one begins.
  await frame.locator('html').evaluate<void, undefined>(`(() => {
    const root = document.documentElement;
    delete root.dataset.frameMs;
    document.addEventListener('click', ({ timeStamp }) => {
      const after = (frames, act) => requestAnimationFrame(() => (frames > 1 ? after(frames - 1, act) : act()));
      const note = () => (root.dataset.frameMs = String(performance.now() - timeStamp));
      const look = () => ((${when}) ? after(${frames}, note) : requestAnimationFrame(look));
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  })()`);
  await target.click();
  return Number(await frame.locator('html[data-frame-ms]').getAttribute('data-frame-ms'));
}
