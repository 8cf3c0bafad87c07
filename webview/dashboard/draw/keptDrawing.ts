import type { SavedView } from '../../../src/contract/dashboard';
import { SHEET, type Layer, type Place } from './layers';

export type KeptDrawing = NonNullable<SavedView['drawing']>;

/** What is on a sheet as JSON can hold it: lines to a tenth of a unit, pictures as text. */
export function keptDrawing(layers: readonly Layer[]): KeptDrawing {
  return layers.map(layer =>
    layer.kind === 'stroke'
      ? { kind: 'stroke', xy: layer.places.flatMap(({ x, y }) => [rounded(x), rounded(y)]) }
      : { kind: 'picture', base64: asBase64(layer.ink.pixels) },
  );
}

/** The same again; a picture of another size than the sheet's is left out. */
export function layersOf(kept: KeptDrawing): Layer[] {
  return kept.flatMap((layer): Layer[] => {
    if (layer.kind === 'stroke') return [{ kind: 'stroke', places: placesOf(layer.xy) }];
    const pixels = fromBase64(layer.base64);
    return pixels?.length === SHEET * SHEET ? [{ kind: 'picture', ink: { width: SHEET, height: SHEET, pixels } }] : [];
  });
}

function placesOf(xy: readonly number[]): Place[] {
  return Array.from({ length: Math.floor(xy.length / 2) }, (_, i) => ({ x: xy[2 * i]!, y: xy[2 * i + 1]! }));
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}

function asBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
