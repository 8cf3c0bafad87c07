import { withoutKeys } from '../contract/tracking';
import { noTelemetry } from '../util/noTelemetry';

/**
 * Variables that a child must not inherit: those of Node are arguments of the process that has them, those of the engines change what they
 * compute.
 */
const dropped = /^(NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|ORT_.*|TF_.*|GIT_.*)$/i;

/** Of Git's, those that only say where its own settings are, and how far up it may look. None of them makes a question run a program. */
const kept = /^GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)$/i;

/** The environment of every process that this product starts: this process's own, without keys and without what would steer the child. */
export function childEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const inherited = Object.entries(withoutKeys(environment)).filter(([name]) => kept.test(name) || !dropped.test(name));
  return { ...Object.fromEntries(inherited), ...noTelemetry };
}
