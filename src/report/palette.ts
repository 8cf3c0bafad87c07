/** The colours of a chart by what they mean, as CSS colours, and its font. */
export interface Palette {
  readonly foreground: string;
  /** Captions, and what stands at the axes. */
  readonly muted: string;
  /** `none` where what is behind the picture shall be seen. */
  readonly background: string;
  /** Training, and what is right. */
  readonly training: string;
  /** Validation, and what is wrong. */
  readonly validation: string;
  /** The parent run and other context; fainter, the lines of axes and grid. */
  readonly context: string;
  /** Further curves. */
  readonly green: string;
  readonly purple: string;
  readonly yellow: string;
  readonly red: string;
  readonly fontFamily: string;
}

/** The colours for a white page: of a report, or where no editor provides colours. */
export const paperPalette: Palette = {
  foreground: '#1f1f1f',
  muted: '#5c5c5c',
  background: '#ffffff',
  training: '#0063d3',
  validation: '#b5651d',
  context: '#767676',
  green: '#2e7d32',
  purple: '#7b3fb5',
  yellow: '#8a6d00',
  red: '#c62828',
  fontFamily: 'system-ui, "Segoe UI", sans-serif',
};

/** The colours for a picture without a background of its own: each can be told from white and from nearly black paper. */
export const transparentPalette: Palette = {
  foreground: '#7d7d7d',
  muted: '#7d7d7d',
  background: 'none',
  training: '#2c80d8',
  validation: '#c2651b',
  context: '#7d7d7d',
  green: '#468a48',
  purple: '#976bc4',
  yellow: '#967a00',
  red: '#d4574f',
  fontFamily: paperPalette.fontFamily,
};
