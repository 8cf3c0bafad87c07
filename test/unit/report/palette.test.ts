import assert from 'node:assert/strict';
import { paperPalette, transparentPalette, type Palette } from '../../../src/report/palette';

/** The contrast of two colours by WCAG 2. */
function contrast(one: string, other: string): number {
  const luminance = (color: string): number => {
    const [r, g, b] = [1, 3, 5]
      .map(at => Number.parseInt(color.slice(at, at + 2), 16) / 255)
      .map(value => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const curves = ['training', 'validation', 'context', 'green', 'purple', 'yellow', 'red'] as const satisfies readonly (keyof Palette)[];

describe('the colours of a picture', () => {
  it('can be read on the white page', () => {
    for (const text of ['foreground', 'muted'] as const) assert.ok(contrast(paperPalette[text], '#ffffff') >= 4.5, text);
    for (const curve of curves) assert.ok(contrast(paperPalette[curve], '#ffffff') >= 3, curve);
  });

  it('can be told from a white and from a dark page where the picture has no background', () => {
    assert.equal(transparentPalette.background, 'none');
    for (const page of ['#ffffff', '#1f1f1f', '#0d1117'])
      for (const color of ['foreground', 'muted', ...curves] as const) {
        const found = contrast(transparentPalette[color], page);
        assert.ok(found >= 3.9, `${color} on ${page}: ${found.toFixed(2)}`);
      }
  });
});
