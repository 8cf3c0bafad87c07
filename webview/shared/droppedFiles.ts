/** Of the editor's own views, and of others. */
const LISTS = ['application/vnd.code.uri-list', 'text/uri-list'] as const;

/** More are not imported at once. */
const MOST_FILES = 1_000;

/**
 * Takes the files that are dropped on a page, by their addresses. VS Code lets a drag come to a page only while Shift is held; without it the
 * files open in editors.
 */
export function takeDroppedFiles(page: HTMLElement, take: (addresses: readonly string[]) => void): void {
  const isMeant = ({ dataTransfer }: DragEvent): boolean => LISTS.some(type => dataTransfer?.types.includes(type));
  page.addEventListener('dragover', event => {
    if (!isMeant(event)) return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = 'copy';
    page.classList.add('takesFiles');
  });
  for (const type of ['dragleave', 'drop'] as const) page.addEventListener(type, () => page.classList.remove('takesFiles'));
  page.addEventListener('drop', event => {
    if (!isMeant(event)) return;
    event.preventDefault();
    const addresses = addressesIn(LISTS.map(type => event.dataTransfer!.getData(type)).find(list => list !== '') ?? '');
    if (addresses.length > 0) take(addresses);
  });
}

/** One a line; a line that begins with # is a remark (RFC 2483). */
function addressesIn(list: string): string[] {
  const lines = list.split('\n').map(line => line.trim());
  return lines.filter(line => line !== '' && !line.startsWith('#')).slice(0, MOST_FILES);
}
