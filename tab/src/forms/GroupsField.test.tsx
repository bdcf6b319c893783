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

it('makes a tag of what is written by Enter or a comma, each once and without blanks', async () => {
  const { user } = renderTab(<Groups />);
  await user.type(box(), ' west {Enter}east,north,so');
  expect(tags()).toEqual(['north', 'west', 'east']);
  expect(box().value).toBe('so');
});

it('leaves Enter to the form where nothing is written', () => {
  renderTab(<Groups />);
  expect(fireEvent.keyDown(box(), { key: 'Enter' })).toBe(true);
  fireEvent.change(box(), { target: { value: 'x' } });
  expect(fireEvent.keyDown(box(), { key: 'Enter' })).toBe(false);
});

it('takes a tag off, and keeps the keyboard in the field', async () => {
  const { user } = renderTab(<Groups given={['north', 'south']} />);
  await user.click(screen.getByRole('button', { name: 'north: take off' }));
  expect(tags()).toEqual(['south']);
  expect(document.activeElement).toBe(box());
  await user.click(screen.getByRole('button', { name: 'south: take off' }));
  expect(screen.queryByRole('list', { name: 'Groups of the room' })).toBeNull();
});

it('suggests only what is no tag yet, and makes one of what is chosen', () => {
  renderTab(<Groups />);
  expect([...(box().list?.options ?? [])].map(({ value }) => value)).toEqual(['south']);
  box().value = '';
  // A browser marks what it takes from its own list.
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  setter?.call(box(), 'south');
  fireEvent(box(), new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
  expect(tags()).toEqual(['north', 'south']);
  expect(box().value).toBe('');
});
