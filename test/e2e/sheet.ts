import type { FrameLocator, Locator, Page } from 'playwright-core';

type Place = readonly [x: number, y: number];

/** A 1 and a 0 as people write them, in shares of the sheet. */
export const one: readonly Place[] = [
  [0.5, 0.2],
  [0.5, 0.8],
];
export const zero: readonly Place[] = Array.from({ length: 41 }, (_, i) => {
  const angle = (i / 40) * 2 * Math.PI - Math.PI / 2;
  return [0.5 + 0.2 * Math.cos(angle), 0.5 + 0.31 * Math.sin(angle)];
});

/** The tab Draw a digit: where things are in it, and how a person draws. */
export class SheetOfPaper {
  readonly sheet: Locator;
  readonly undo: Locator;
  readonly clear: Locator;
  /** The names of the runs that read. */
  readonly runs: Locator;
  /** What is said, for those who listen. */
  readonly said: Locator;
  readonly seen: Locator;

  constructor(
    private readonly page: Page,
    readonly frame: FrameLocator,
  ) {
    this.sheet = frame.getByRole('application', { name: 'Sheet' });
    this.undo = frame.getByRole('button', { name: 'Undo' });
    this.clear = frame.getByRole('button', { name: 'Clear' });
    this.runs = frame.locator('.predictions .runName');
    this.said = frame.locator('.readCard [role=status]');
    this.seen = frame.getByRole('img', { name: 'What the model sees' });
  }

  /** What a run takes the drawing for: its column's number. */
  answer(of = 0): Promise<string | null> {
    return this.frame.locator('.predictions .answer strong').nth(of).textContent();
  }

  async draw(line: readonly Place[]): Promise<void> {
    const { x, y, width, height } = (await this.sheet.boundingBox())!;
    const at = ([left, top]: Place): [number, number] => [x + left * width, y + top * height];
    await this.page.mouse.move(...at(line[0]!));
    await this.page.mouse.down();
    for (const place of line.slice(1)) await this.page.mouse.move(...at(place), { steps: 4 });
    await this.page.mouse.up();
  }

  /** Pastes a picture of a 1, dark on light or light on dark. */
  async pastePicture(ink: string, paper: string): Promise<void> {
    await this.frame.locator('body').evaluate(`(async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [120, 200];
      const context = canvas.getContext('2d');
      context.fillStyle = ${JSON.stringify(paper)};
      context.fillRect(0, 0, 120, 200);
      context.fillStyle = ${JSON.stringify(ink)};
      context.fillRect(54, 30, 14, 140);
      const blob = await new Promise(resolve => canvas.toBlob(resolve));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([blob], 'one.png', { type: 'image/png' }));
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    })()`);
  }
}
