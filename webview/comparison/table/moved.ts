/** A list with one of its members at another place; undefined if it cannot be there. */
export function moved(names: readonly string[], name: string, to: number): string[] | undefined {
  const from = names.indexOf(name);
  if (from < 0 || to < 0 || to >= names.length || from === to) return undefined;
  const others = names.filter(other => other !== name);
  return [...others.slice(0, to), name, ...others.slice(to)];
}
