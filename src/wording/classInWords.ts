/** A class where it is spoken of: `class 4`, `“Ankle boot”`. */
export function classInWords(name: string): string {
  return /^\d+$/.test(name) ? `class ${name}` : `“${name}”`;
}
