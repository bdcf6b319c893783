import { fireEvent, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { renderTab } from '../testing/renderTab.suite.tsx';
import { GroupsField } from './GroupsField.tsx';

function Groups({ given = ['north'] }: { given?: readonly string[] }) {
  const [groups, setGroups] = useState(given);
  const [written, setWritten] = useState('');
  return (
    <GroupsField
      groups={groups}
      written={written}
      suggestions={['north', 'south']}
      fault={undefined}
      change={(next, rest) => {
        setGroups(next);
        setWritten(rest);
      }}
    />
  );
}

const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Groups' });
const tags = () =>
  within(screen.getByRole('list', { name: 'Groups of the room' }))
    .getAllByRole('button')
    .map(({ textContent }) => textContent);

it('converts text to a tag by Enter or a comma, each once and without blanks', async () => {
  const { user } = renderTab(<Groups />);
  await user.type(box(), ' west {Enter}east,north,so');
  expect(tags()).toEqual(['north', 'west', 'east']);
  expect(box().value).toBe('so');
});

it('leaves Enter to the form if the field is empty', () => {
  renderTab(<Groups />);
  expect(fireEvent.keyDown(box(), { key: 'Enter' })).toBe(true);
  fireEvent.change(box(), { target: { value: 'x' } });
  expect(fireEvent.keyDown(box(), { key: 'Enter' })).toBe(false);
});

it('removes a tag, and keeps the focus in the field', async () => {
  const { user } = renderTab(<Groups given={['north', 'south']} />);
  await user.click(screen.getByRole('button', { name: 'Remove north' }));
  expect(tags()).toEqual(['south']);
  expect(document.activeElement).toBe(box());
  await user.click(screen.getByRole('button', { name: 'Remove south' }));
  expect(screen.queryByRole('list', { name: 'Groups of the room' })).toBeNull();
});

it('suggests only names that are not tags yet, and converts a chosen one', () => {
  renderTab(<Groups />);
  expect([...(box().list?.options ?? [])].map(({ value }) => value)).toEqual(['south']);
  box().value = '';
  // A browser marks input from its own list.
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  setter?.call(box(), 'south');
  fireEvent(box(), new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
  expect(tags()).toEqual(['north', 'south']);
  expect(box().value).toBe('');
});
