import { formatParameter } from './parseParameters';
import { rangeInBrief } from './rangeInWords';
import { parameterTable } from './parameters';

/** The table of parameters as README shows it, in Markdown. */
export function parametersAsMarkdown(): string {
  const rows = parameterTable.map(parameter => [
    `\`${parameter.name}\``,
    formatParameter(parameter, parameter.default),
    rangeInBrief(parameter),
    parameter.help,
  ]);
  const lines = [['parameter', 'default', 'possible', 'what it does'], ['---', '---', '---', '---'], ...rows];
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
