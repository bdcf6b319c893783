/** Faults of the resources of one Bicep file: types, names given twice, and assignments of roles. */
import { literalOf, partsOf, within } from './bicepTree.ts';
import { type BicepFile, type Declaration, declared } from './readBicep.ts';

const typeWithVersion = /^Microsoft\.[\w./]+@\d{4}-\d\d-\d\d(-preview)?$/;
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Faults of one file. */
export function resourceFaults(file: BicepFile): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const declaration of file.declarations) {
    const { kind, line, target } = declaration;
    const at = `${file.name}:${line}`;
    if (kind === 'resource' && !typeWithVersion.test(target))
      faults.push(`${at}: ${target} is no type with a version.`);
    const identity = identityOf(declaration);
    if (identity !== '' && seen.has(identity))
      faults.push(`${at}: there is already a ${kind} of that name.`);
    seen.add(identity);
    if (/^Microsoft\.Authorization\/roleAssignments@/.test(target))
      faults.push(...assignmentFaults(file, declaration).map((fault) => `${at} ${fault}`));
  }
  return faults;
}

/** Two resources of one type may not have one name, unless they have different parents or scopes. */
function identityOf({ kind, target, properties }: Declaration): string {
  const parts = ['name', 'parent', 'scope'].map((key) => properties.get(key)?.text ?? '');
  if (kind === 'resource') return [target.split('@')[0], ...parts].join(' ');
  return kind === 'module' ? `module ${parts.join(' ')}` : '';
}

/**
 * An assignment is found again by its name alone: it must say to whom, of what and which role, or a
 * second one is taken for the first. Without the kind of principal, a new identity is often not found.
 */
function assignmentFaults(file: BicepFile, { properties }: Declaration): string[] {
  const faults: string[] = [];
  const scope = properties.get('scope');
  if (scope === undefined) faults.push('assigns a role on the whole resource group: name a scope.');
  const given = new Map(
    within(properties.get('properties') ?? file.root, 'object_property').map((property) => {
      const [key, value] = partsOf(property);
      return [key?.text, value] as const;
    }),
  );
  if (literalOf(given.get('principalType')) === null)
    faults.push('assigns a role without principalType.');
  const role = /,\s*([\w.]+)\)$/.exec(given.get('roleDefinitionId')?.text ?? '')?.[1] ?? '';
  const name = properties.get('name')?.text ?? '';
  const parts = [`${scope?.text}.id`, given.get('principalId')?.text, role];
  if (!name.startsWith('guid(') || parts.some((part) => !part || !name.includes(part)))
    faults.push('assigns a role under a name that is not guid(scope.id, principal, role).');
  if (!rolesCalled(file, role).every((id) => guid.test(id)))
    faults.push(`assigns ${role}, which is no id of a role.`);
  return faults;
}

/** Ids of the roles that a symbol stands for: a variable, or what a loop takes from one. */
function rolesCalled(file: BicepFile, role: string): string[] {
  const variables = declared(file, 'var');
  const loop = within(file.root, 'for_statement').find(
    (found) => found.childForFieldName('initializer')?.text === role,
  );
  const from = variables.get(role) ?? variables.get(loop ? (partsOf(loop)[1]?.text ?? '') : '');
  if (from === undefined) return [''];
  return within(from.node, 'string').map((text) => literalOf(text) ?? '');
}
