import type { FrameLocator, Locator } from 'playwright-core';

/** The page of one comparison: where things are in it. */
export class EffectPage {
  readonly headline: Locator;
  readonly verdict: Locator;
  readonly about: Locator;
  readonly plot: Locator;

  constructor(readonly frame: FrameLocator) {
    this.headline = frame.getByRole('heading', { level: 1 });
    this.verdict = frame.locator('.verdict');
    this.about = frame.locator('.about');
    this.plot = frame.locator('.differencePlot');
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  section(name: string | RegExp): Locator {
    return this.frame.getByRole('region', { name });
  }
}
