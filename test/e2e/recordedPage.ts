import type { FrameLocator, Locator } from 'playwright-core';

/** The view Live of a run that another tool recorded: where things are in it. */
export class RecordedPage {
  readonly status: Locator;
  readonly search: Locator;
  readonly remarks: Locator;
  readonly console: Locator;
  /** The charts that are there, drawn or not. */
  readonly charts: Locator;

  constructor(readonly frame: FrameLocator) {
    this.status = frame.locator('.recordedStatus');
    this.search = frame.getByRole('searchbox', { name: 'Search metrics' });
    this.remarks = frame.getByRole('list', { name: 'What is missing' });
    this.console = frame.getByRole('log', { name: 'Console' });
    this.charts = frame.locator('.scalarSlot');
  }

  /** The button that folds the charts with a heading. */
  group(heading: string): Locator {
    return this.frame.getByRole('button', { name: new RegExp(`^${heading} [\\d,]+ (metrics?|figures?)$`) });
  }

  chart(name: string): Locator {
    return this.frame.getByRole('region', { name, exact: true });
  }

  /** The chart as it is drawn. */
  plot(name: string): Locator {
    return this.chart(name).locator('.plot');
  }

  /** The chart once it is drawn to a step. */
  drawn(name: string, step: number): Locator {
    const told = step.toLocaleString('en');
    return this.frame.getByRole('group', { name: new RegExp(step === 0 ? `^${name}, step ` : `^${name}, step 0 to ${told}\\.`) });
  }

  /** What is read out of it. */
  announced(name: string): Locator {
    return this.chart(name).getByRole('status');
  }

  table(title: 'Config' | 'Summary'): Locator {
    return this.frame.getByRole('region', { name: title, exact: true });
  }
}
