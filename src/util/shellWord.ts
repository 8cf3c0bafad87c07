/** A word for a shell that stands for the text itself, as a person would write it: in quotes only where it needs them. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,~-]+$/.test(text) && !/^[~=]/.test(text) ? text : singleQuoted(text);
}

/** A text in quotes, in which a shell replaces nothing. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
