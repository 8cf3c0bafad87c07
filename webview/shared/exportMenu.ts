import type { SavedContent } from '../../src/contract/dashboard';
import { paperPalette, transparentPalette, type Palette } from '../../src/report/palette';
import { createMenu, type MenuItem } from './menu';
import { readPalette } from './theme';

/** What the menu asks of the host. */
export type ExportRequest =
  | { readonly type: 'save'; readonly fileName: string; readonly content: SavedContent }
  | { readonly type: 'failed'; readonly message: string };

export interface ExportMenu {
  /** `Export the confusion matrix` */
  readonly label: string;
  /** What stands there when it is saved, not when the menu is made. */
  readonly csv: () => string | Promise<string>;
  /** An SVG document in some colours; without it only the table can be saved. */
  readonly svg?: (palette: Palette) => string;
  /** Without its ending. */
  readonly fileName: () => string;
  readonly send: (request: ExportRequest) => void;
}

/** The looks of a picture: as on the screen, for a white page, and to lie on anything. The host's dialog proposes a name for each. */
const looks: readonly { readonly words: string; readonly suffix: string; readonly palette: () => Palette }[] = [
  { words: '', suffix: '', palette: readPalette },
  { words: ', light', suffix: '-light', palette: () => paperPalette },
  { words: ', transparent', suffix: '-transparent', palette: () => transparentPalette },
];

/** A menu that saves a table as CSV, and its chart as SVG and as PNG, through the host's save dialog. */
export function createExportMenu({ label, csv, svg, fileName, send }: ExportMenu): HTMLElement {
  const save = (suffix: string, content: SavedContent): void => send({ type: 'save', fileName: `${fileName()}${suffix}`, content });
  const pictures = (draw: (palette: Palette) => string): MenuItem[] =>
    looks.flatMap(({ words, suffix, palette }) => [
      { label: `Save as SVG${words}…`, icon: 'file-code', act: () => save(`${suffix}.svg`, { text: draw(palette()) }) },
      {
        label: `Save as PNG${words}…`,
        icon: 'file-media',
        act: () => {
          toPng(draw(palette())).then(
            base64 => save(`${suffix}.png`, { base64 }),
            (error: unknown) => send({ type: 'failed', message: `The picture could not be drawn: ${String(error)}` }),
          );
        },
      },
    ]);
  const table: MenuItem = {
    label: 'Save as CSV…',
    icon: 'table',
    act: () => {
      const made = csv();
      if (typeof made === 'string') save('.csv', { text: made });
      else
        made.then(
          text => save('.csv', { text }),
          (error: unknown) => send({ type: 'failed', message: `The table could not be made: ${String(error)}` }),
        );
    },
  };
  return createMenu(label, () => [table, ...(svg ? pictures(svg) : [])]);
}

/** Pixels of the picture for each of the drawing: sharp on dense screens and on paper. */
const SCALE = 2;

/** A drawing as a PNG file in Base64. */
async function toPng(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the browser lends no canvas');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
