/** Names that Windows keeps for devices, also with an ending. */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$/i;

// eslint-disable-next-line no-control-regex -- they are what is looked for
const forbidden = /[\u0000-\u001f\u007f-\u009f\\:*?"<>|]/;

/** A folder's or a file's name has no more bytes. */
const LONGEST_PART = 200;
const LONGEST_PATH = 900;
const DEEPEST = 16;

/**
 * Why a name that a tool gives to a file of a run is not taken; undefined for one that is a file's name on every system, inside the folder.
 * @param name with `/` between its folders
 */
export function whyNoFileName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (Buffer.byteLength(name) > LONGEST_PATH) return `it has more than ${LONGEST_PATH} bytes`;
  const parts = name.split('/');
  if (parts.length > DEEPEST) return `it leads through more than ${DEEPEST} folders`;
  for (const part of parts) {
    if (part === '') return 'it begins or ends with a slash, or has two in a row';
    if (part === '.' || part === '..') return `it has the part "${part}"`;
    if (forbidden.test(part)) return 'it has a character that no file name may have everywhere (control characters, \\ : * ? " < > |)';
    if (/[. ]$/.test(part)) return 'a part of it ends with a dot or a space';
    if (reserved.test(part)) return 'a part of it is a name that Windows keeps for a device';
    if (Buffer.byteLength(part) > LONGEST_PART) return `a part of it has more than ${LONGEST_PART} bytes`;
  }
  return undefined;
}
