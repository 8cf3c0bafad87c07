import type { FrameLocator, Locator } from 'playwright-core';

/** A page of several runs: where things are in it. */
export class ComparisonPage {
  readonly title: Locator;
  readonly grid: Locator;
  readonly plot: Locator;
  readonly filter: Locator;
  readonly keys: Locator;
  readonly diff: Locator;

  constructor(readonly frame: FrameLocator) {
    this.title = frame.getByRole('heading', { level: 1 });
    this.grid = frame.getByRole('grid', { name: 'Runs' });
    this.plot = frame.locator('.curves .plot');
    this.filter = frame.getByRole('textbox', { name: 'Filter runs' });
    this.keys = frame.getByRole('group', { name: 'Curves' }).last();
    this.diff = frame.getByRole('region', { name: 'Configuration diff' });
  }

  /** The row of a run. */
  row(name: string | RegExp): Locator {
    return this.grid.getByRole('row').filter({ has: this.frame.getByRole('rowheader', { name }) });
  }

  box(name: string | RegExp): Locator {
    return this.row(name).getByRole('checkbox');
  }

  head(name: string): Locator {
    return this.grid.getByRole('columnheader', { name, exact: true });
  }

  /** What the heads say, from left to right. */
  async heads(): Promise<string[]> {
    return (await this.grid.getByRole('columnheader').allTextContents()).slice(2);
  }

  /** The names of the runs, from the top. */
  names(): Promise<string[]> {
    return this.grid.locator('.gridBody .runName').allTextContents();
  }
}
