import { Uri, type DataTransfer, type TreeDragAndDropController } from 'vscode';
import { guarded } from '../guarded';
import { importRuns, type ImportParts } from './importRuns';
import type { CommandId } from '../../contributions';

const LIST = 'text/uri-list';
const command: CommandId = 'digitsLab.importArrays';

/** Makes runs of what is dropped on a view of runs. */
export function dropOnRuns<T>(parts: ImportParts): TreeDragAndDropController<T> {
  return {
    dragMimeTypes: [],
    // What is dragged out of the system's own windows comes as files.
    dropMimeTypes: [LIST, 'files'],
    handleDrop: async (_target, dropped) => {
      await guarded(parts.services, command, undefined, async () => importRuns(parts, await droppedPlaces(dropped)));
    },
  };
}

/** Where what was dropped lies. */
async function droppedPlaces(dropped: DataTransfer): Promise<Uri[]> {
  const list = await dropped.get(LIST)?.asString();
  const listed = urisOf(addressesIn(list ?? ''));
  if (listed.length > 0) return listed;
  const files: Uri[] = [];
  for (const [, item] of dropped) {
    const uri = item.asFile()?.uri;
    if (uri) files.push(uri);
  }
  return files;
}

/** The addresses of a list (RFC 2483): one a line; a line that begins with # is a remark. */
function addressesIn(list: string): string[] {
  const lines = list.split('\n').map(line => line.trim());
  return lines.filter(line => line !== '' && !line.startsWith('#'));
}

/** Where addresses lead to, as a page or a program says them. @throws {Error} for what is none */
export function urisOf(addresses: readonly unknown[]): Uri[] {
  return addresses.map(address => {
    const uri = Uri.parse(String(address), true);
    // On another computer the window calls its files so, and this program runs there.
    return uri.scheme === 'vscode-remote' ? Uri.file(uri.path) : uri;
  });
}
