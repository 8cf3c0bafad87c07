/** JSON in a form that is readable for a person and in line-by-line diffs; a list that contains only numbers stays on one line. */
export function toJson(value: unknown): string {
  const written: string[] = [];
  /** The line with the `[` of a list that has had only numbers so far. */
  let list: number | undefined;
  // A line end in a text is written as `\n`, so that each line is a member, or one end of a list or object.
  for (const line of JSON.stringify(value, undefined, 2).split('\n')) {
    const member = line.trimStart();
    if (list !== undefined && member.startsWith(']')) {
      const numbers = written.splice(list + 1).map(one => one.trimStart());
      written[list] += numbers.join(' ') + member;
      list = undefined;
      continue;
    }
    if (line.endsWith('[')) list = written.length;
    else if (!isNumber(member)) list = undefined;
    written.push(line);
  }
  return `${written.join('\n')}\n`;
}

/** Whether a member of a list in JSON is a number. */
function isNumber(member: string): boolean {
  return member.startsWith('-') || (member >= '0' && member < ':');
}
