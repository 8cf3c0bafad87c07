import type * as Extension from '../../src/extension';

type Context = Parameters<typeof Extension.activate>[0];

/** As much as the extension uses of what the editor gives it: it keeps nothing. @param programs where the extension's own files are */
export function fakeContext(folder: string, programs = folder): Context {
  const memento = { get: (_: string, usual?: unknown) => usual, update: () => Promise.resolve(), keys: () => [] };
  return {
    extensionMode: 1,
    extensionUri: { fsPath: programs },
    globalStorageUri: { fsPath: folder },
    workspaceState: memento,
    globalState: memento,
    secrets: { get: () => Promise.resolve(undefined), onDidChange: () => ({ dispose: () => undefined }) },
    environmentVariableCollection: { prepend: () => undefined },
    subscriptions: [],
  } as unknown as Context;
}
