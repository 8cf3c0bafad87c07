import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { ProtocolError } from './protocolError';

/** Words and signs of a query; official clients' longest has some 500. */
export const MOST_TOKENS = 5_000;
/** Fields that a query asks for, with those of its fragments at each place where they stand. */
const MOST_FIELDS = 1_000;
const DEEPEST = 15;

/**
 * Refuses a query that asks for more than any client does, by its depth, by aliases, or by fragments in fragments: before it is held
 * against the schema, which itself takes longer than in proportion.
 * @throws {ProtocolError}
 */
export function checkQuery(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const counter = { fields: 0 };
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) count(definition.selectionSet, { fragments, counter, depth: 1 });
}

interface Counting {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly counter: { fields: number };
  readonly depth: number;
}

function count({ selections }: SelectionSetNode, at: Counting): void {
  if (at.depth > DEEPEST) throw new ProtocolError(`graphql: the query is nested more than ${DEEPEST} deep`);
  const inside = { ...at, depth: at.depth + 1 };
  for (const selection of selections) {
    // Spreads count too: a fragment in itself would never come to a field.
    if (++at.counter.fields > MOST_FIELDS) throw new ProtocolError(`graphql: the query asks for more than ${MOST_FIELDS} fields`);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = at.fragments.get(selection.name.value);
      if (fragment) count(fragment.selectionSet, inside);
    } else if (selection.selectionSet) count(selection.selectionSet, inside);
  }
}
