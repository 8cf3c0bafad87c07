/** Names of folders that are no runs of their own: what Keras, PyTorch and estimators call a run's parts, and the times of hparams. */
const PART = /^(train|training|val|valid|validation|test|testing|eval|evaluation|\d{9,10}(\.\d+)?)$/i;

/** Whether a file is called as an event file. */
export function isEventFile(name: string): boolean {
  return /(^|\/)[^/]*tfevents[^/]*$/.test(name);
}

/**
 * Which event files are one run: those of a folder, with those of its subfolders that are called as parts of a run (`train`, `validation`).
 * @param names of event files below a folder, with `/`
 * @returns the files by the folder of their run, which is `''` for the folder itself; sorted
 */
export function runsOfEventFiles(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const runs = new Map<string, string[]>();
  for (const name of names.toSorted()) {
    const folders = name.split('/').slice(0, -1);
    while (folders.length > 0 && PART.test(folders.at(-1)!)) folders.pop();
    const run = folders.join('/');
    const files = runs.get(run) ?? [];
    files.push(run === '' ? name : name.slice(run.length + 1));
    runs.set(run, files);
  }
  return runs;
}
