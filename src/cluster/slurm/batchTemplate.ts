import { oneLine } from '../../util/shownText';
import { placeholders, type BatchFacts } from './placeholders';
import { SlurmError } from './slurmError';

/** What a person may copy and edit. A login shell is where clusters define `module`. */
export const batchTemplate = `#!/bin/bash -l
# What Slurm runs for each run of a plan. By hand, from any folder: sbatch and this file.
#SBATCH --job-name={{JOB_NAME}}
#SBATCH --array={{ARRAY}}
#SBATCH --chdir={{FOLDER}}
#SBATCH --output={{OUTPUT}}
#SBATCH --open-mode=append
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task={{CPUS}}
#SBATCH --mem={{MEMORY}}
#SBATCH --time={{TIME}}
#SBATCH --partition={{PARTITION}}
#SBATCH --account={{ACCOUNT}}
#SBATCH --qos={{QOS}}
#SBATCH --constraint={{CONSTRAINT}}
#SBATCH --signal={{SIGNAL}}
#SBATCH --requeue

module load {{MODULES}} || exit 1
OFFSET={{OFFSET}}
{{LAUNCHER}} {{COMMAND}}
`;

/** Longer ones are refused: no person wrote them, and Slurm's own limit is four megabytes. */
const LONGEST = 100_000;

/**
 * The batch script of a job. A line that names a placeholder without a value is left out; values are put in once, so that none of them can
 * name another one.
 * @param template as `batchTemplate`; placeholders are `{{NAME}}`, described in `placeholders`
 * @throws {SlurmError} for a template that names what is not known, lacks what is needed, or is no script, and for a value that cannot stand in one
 */
export function batchScript(facts: BatchFacts, template: string = batchTemplate): string {
  checkTemplate(template);
  const values = new Map(placeholders.map(({ name, value }) => [name, value(facts)]));
  const lines = template.replaceAll('\r\n', '\n').split('\n');
  const kept = lines.filter(line => namesIn(line).every(name => values.get(name) !== undefined));
  return kept.map(line => line.replaceAll(PLACEHOLDER, (_, name: string) => values.get(name.trim())!)).join('\n');
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

function namesIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name!.trim());
}

/** @throws {SlurmError} */
function checkTemplate(template: string): void {
  const wrong = (what: string): SlurmError => new SlurmError('invalid', `The template of the batch script: ${what}`);
  if (template.length > LONGEST) throw wrong(`it has more than ${LONGEST} characters.`);
  if (!template.startsWith('#!/')) throw wrong('it does not begin with the line of its shell; expected #!/bin/bash, or another full path.');
  const names = namesIn(template);
  const known = placeholders.map(({ name }) => name);
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) throw wrong(`there is no {{${oneLine(unknown, 40)}}}; expected some of ${known.join(', ')}.`);
  // What stands in a comment is not read.
  const read = new Set(template.split('\n').flatMap(line => (/^\s*#(?!SBATCH )/.test(line) ? [] : namesIn(line))));
  const missing = placeholders.find(({ name, isNeeded }) => isNeeded && !read.has(name));
  if (missing) throw wrong(`it lacks {{${missing.name}}}, ${missing.meaning}.`);
}
