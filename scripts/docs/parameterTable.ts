import { formatParameter } from '../../src/contract/parseParameters';
import { rangeInBrief } from '../../src/contract/rangeInWords';
import { parameterTable } from '../../src/contract/parameters';
import { markdownTable } from './markdownTable';

/** Every parameter, as the table of parameters has it. */
export function parametersAsMarkdown(): string {
  const rows = parameterTable.map(parameter => [
    `\`${parameter.name}\``,
    formatParameter(parameter, parameter.default),
    rangeInBrief(parameter),
    parameter.help,
  ]);
  return markdownTable(['parameter', 'default', 'possible', 'what it does'], rows);
}
