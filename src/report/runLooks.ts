import type { Marker } from './marker';
import type { SeriesRole } from './points';

/** How one run of several is told from the others wherever it is drawn: by its colour, its mark and its dashes. */
export interface RunLook {
  readonly role: SeriesRole;
  readonly marker: Marker;
  readonly dashes: readonly number[];
}

const roles: readonly SeriesRole[] = ['training', 'green', 'purple', 'yellow', 'red', 'validation'];
const markers: readonly Marker[] = ['disc', 'square', 'triangle', 'diamond', 'inverted', 'plus', 'cross'];

/** What everything is compared with. */
const ofBaseline: RunLook = { role: 'foreground', marker: 'circle', dashes: [5, 3] };

/** The looks of runs or groups by their keys, in their order. The first 42 differ in colour or mark; those of later ones repeat. */
export function looksOf(keys: readonly string[], baseline: string | null): ReadonlyMap<string, RunLook> {
  return new Map(
    keys.map((key, i) => [
      key,
      key === baseline ? ofBaseline : { role: roles[i % roles.length]!, marker: markers[i % markers.length]!, dashes: [] },
    ]),
  );
}
