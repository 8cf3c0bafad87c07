import path from 'node:path';

/** What folders of logs are called whatever the run in them is. */
const NAMELESS = /^(tb|tensorboard|logs?|events)$/i;

/** What a run is called that has no name but that of its folder: the nearest one above that says something. */
export function nameByFolder(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    const name = path.basename(at);
    if (name === '') return path.basename(folder);
    if (!NAMELESS.test(name)) return name;
  }
}
