import type { FrameLocator, Locator } from 'playwright-core';

/** The dashboard of one run: where things are in it. */
export class Dashboard {
  readonly title: Locator;
  readonly status: Locator;
  readonly score: Locator;
  readonly progress: Locator;
  readonly configuration: Locator;
  readonly log: Locator;
  readonly notes: Locator;
  /** How far they are saved. */
  readonly notesState: Locator;
  /** Above the tabs. */
  readonly noteInBrief: Locator;

  constructor(readonly frame: FrameLocator) {
    this.title = frame.getByRole('heading', { level: 1 });
    this.status = frame.locator('.chip');
    this.score = frame.locator('.score');
    this.progress = frame.getByRole('progressbar');
    this.configuration = frame.getByRole('region', { name: 'Configuration' });
    this.log = frame.getByRole('log');
    this.notes = frame.getByRole('textbox', { name: 'Notes' });
    this.notesState = frame.locator('.notes').getByRole('status');
    this.noteInBrief = frame.locator('.noteLink');
  }

  /** A button for what can be done with the run. */
  action(name: string): Locator {
    return this.frame.locator('.header').getByRole('button', { name });
  }

  /** Such a button, if it has the focus. */
  get focusedAction(): Locator {
    return this.frame.locator('.header [data-action]:focus');
  }

  tab(name: string): Locator {
    return this.frame.getByRole('tab', { name });
  }

  chart(title: 'Loss' | 'Accuracy'): CurveChart {
    return new CurveChart(this.frame.getByRole('region', { name: title, exact: true }), title);
  }

  /** What applies to all charts: the range that is shown, and the way back. */
  get resetZoom(): Locator {
    return this.frame.getByRole('button', { name: 'Reset zoom' });
  }

  get smoothing(): Locator {
    return this.frame.getByRole('slider', { name: 'Smoothing' });
  }

  /** The button of a choice of one out of few, such as `Log` and `Linear`. */
  choice(name: string): Locator {
    return this.frame.getByRole('radio', { name, exact: true });
  }
}

/** A chart with its table. */
export class CurveChart {
  readonly plot: Locator;
  /** The names of its curves. */
  readonly legend: Locator;
  readonly rows: Locator;
  /** What is read out to those who cannot see the chart. */
  readonly announced: Locator;
  private readonly asTable: Locator;

  constructor(
    readonly section: Locator,
    title: string,
  ) {
    this.plot = section.locator('.plot');
    this.legend = section.locator('.legend .name');
    this.rows = section.locator('tbody tr');
    this.announced = section.getByRole('status');
    this.asTable = section.getByRole('button', { name: `${title} as a table` });
  }

  /** The button that hides a curve and shows it again. */
  curve(name: string): Locator {
    return this.section.getByRole('group', { name: /^Curves of/ }).getByRole('button', { name });
  }

  /** Waits until the chart says that it shows a range. */
  async shows(range: RegExp): Promise<void> {
    await this.section.getByRole('group', { name: range }).waitFor();
  }

  /** Shows the table instead of the curves, or the other way round. */
  async toggleTable(): Promise<void> {
    await this.asTable.click();
  }

  /** The table's cells, row by row, without its head. */
  async table(): Promise<string[][]> {
    const rows = await this.rows.all();
    return Promise.all(rows.map(row => row.locator('th, td').allTextContents()));
  }

  /** Chooses from the chart's menu. */
  async export(item: string): Promise<void> {
    await this.section.getByRole('button', { name: /^Export/ }).click();
    await this.section.getByRole('menuitem', { name: item }).click();
  }
}
