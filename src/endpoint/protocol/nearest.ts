import {
  getNamedType,
  isInputObjectType,
  isInputType,
  Kind,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { isObject } from './looseJson';

/**
 * A query without what the schema does not have: fields, arguments, fields of inputs, and fragments and variables of types that are unknown.
 * So a client of a version that nobody has tried is served as the nearest one that is known. A query that is not mended by that stays wrong.
 */
export function nearestDocument(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const unknownVariables = new Set<string>();
  const isUnknownVariable = (value: ASTNode): boolean => value.kind === Kind.VARIABLE && unknownVariables.has(value.name.value);
  const isUnknownType = (name: string | undefined): boolean => name !== undefined && !schema.getType(name);
  const unknownFragments = new Set<string>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION && isUnknownType(definition.typeCondition.name.value))
      unknownFragments.add(definition.name.value);
  const typeInfo = new TypeInfo(schema);
  const known = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      VariableDefinition(node) {
        if (isInputType(typeFromAST(schema, node.type as never))) return undefined;
        unknownVariables.add(node.variable.name.value);
        return null;
      },
      FragmentDefinition: node => (unknownFragments.has(node.name.value) ? null : undefined),
      FragmentSpread: node => (unknownFragments.has(node.name.value) ? null : undefined),
      InlineFragment: node => (isUnknownType(node.typeCondition?.name.value) ? null : undefined),
      Field(node) {
        return typeInfo.getParentType() && !typeInfo.getFieldDef() && !node.name.value.startsWith('__') ? null : undefined;
      },
      Argument(node) {
        return (typeInfo.getFieldDef() && !typeInfo.getArgument()) || isUnknownVariable(node.value) ? null : undefined;
      },
      ObjectField(node) {
        const parent = getNamedType(typeInfo.getParentInputType());
        const isKnown = !isInputObjectType(parent) || Object.hasOwn(parent.getFields(), node.name.value);
        return isKnown && !isUnknownVariable(node.value) ? undefined : null;
      },
    }),
  );
  return withoutUnusedVariables(withoutUnusedFragments(withoutEmpty(known)));
}

/** A selection of nothing is no query: where all fields were unknown, the name of the type is asked for. */
function withoutEmpty(document: DocumentNode): DocumentNode {
  const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
  return visit(document, {
    SelectionSet: { leave: node => (node.selections.length === 0 ? { ...node, selections: [typename] } : undefined) },
  });
}

/** A fragment that nothing uses any more is an error of its own; so are those that only it uses. */
function withoutUnusedFragments(document: DocumentNode): DocumentNode {
  const fragments = new Map(document.definitions.flatMap(one => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));
  const used = new Set<string>();
  const look = (at: ASTNode): void => {
    visit(at, {
      FragmentSpread({ name: { value: name } }) {
        if (used.has(name)) return;
        used.add(name);
        const fragment = fragments.get(name);
        if (fragment) look(fragment);
      },
    });
  };
  for (const definition of document.definitions) if (definition.kind === Kind.OPERATION_DEFINITION) look(definition);
  return visit(document, { FragmentDefinition: node => (used.has(node.name.value) ? undefined : null) });
}

/** The same for variables. */
function withoutUnusedVariables(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable(node) {
      used.add(node.name.value);
    },
  });
  return visit(document, { VariableDefinition: node => (used.has(node.variable.name.value) ? undefined : null) });
}

/** The values of variables without fields that the types of their inputs do not have. */
export function nearestVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const nearest: Record<string, unknown> = {};
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type } of definition.variableDefinitions ?? []) {
      const { value: name } = variable.name;
      const given = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
      if (Object.hasOwn(variables, name)) nearest[name] = given ? nearestValue(given, variables[name]) : variables[name];
    }
  }
  return nearest;
}

function nearestValue(type: GraphQLInputType, value: unknown): unknown {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return value;
  if (Array.isArray(value)) return value.map(one => nearestValue(named, one));
  if (!isObject(value)) return value;
  const fields = named.getFields();
  const kept = Object.entries(value).filter(([name]) => Object.hasOwn(fields, name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, nearestValue(fields[name]!.type, inner)]));
}
