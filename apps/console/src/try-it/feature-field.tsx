import { type ChangeEvent, useId } from 'react';
import type { Feature } from '../api/index.js';
import { texts } from '../texts.js';

const { tryIt: words } = texts;

interface FeatureFieldProps {
  readonly feature: Feature;
  readonly entry: string;
  readonly onChange: (entry: string) => void;
  /** The rule of the feature that predict says is broken. */
  readonly flaw: string | undefined;
}

type EntryEvent = ChangeEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>;

/** A labelled input for the values of a feature, with its bounds and what is wrong. */
export function FeatureField({ feature, entry, onChange, flaw }: FeatureFieldProps) {
  const hint = useId();
  const { name, description, unit, type } = feature;
  const isWide = type === 'text' || type === 'array' || type === 'image';
  const described = { 'aria-describedby': hint, 'aria-invalid': flaw !== undefined };
  return (
    <label className={`field ${isWide ? 'wide' : ''}`}>
      <span>
        {name}
        {unit && ` (${unit})`}
      </span>
      <Control feature={feature} entry={entry} onChange={onChange} described={described} />
      <span id={hint}>
        {flaw && <span className="flawed">▲ {flaw}. </span>}
        <small>
          {[description === name ? undefined : description, rulesOf(feature)].filter(Boolean).join(' · ')}
        </small>
      </span>
    </label>
  );
}

interface ControlProps extends Omit<FeatureFieldProps, 'flaw'> {
  readonly described: object;
}

function Control({ feature, entry, onChange, described }: ControlProps) {
  const shared = { ...described, value: entry, onChange: ({ target }: EntryEvent) => onChange(target.value) };
  switch (feature.type) {
    case 'number':
    case 'integer':
      return <input {...shared} inputMode={feature.type === 'integer' ? 'numeric' : 'decimal'} />;
    case 'boolean':
      return <Choice {...shared} choices={['true', 'false']} />;
    case 'category':
      return <Choice {...shared} choices={(feature.categories ?? []).map(String)} />;
    case 'date':
      return <input {...shared} placeholder="2026-01-31" />;
    case 'text':
    case 'array':
      return <textarea {...shared} maxLength={feature.max_length} spellCheck={feature.type === 'text'} />;
    case 'image':
      return <ImageInput entry={entry} onChange={onChange} described={described} />;
  }
}

function Choice({ choices, ...shared }: { readonly choices: readonly string[]; readonly value: string }) {
  return (
    <select {...shared}>
      <option value="">{words.missing}</option>
      {choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}

function ImageInput({ entry, onChange, described }: Omit<ControlProps, 'feature'>) {
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    if (file === undefined) return;
    const reader = new FileReader();
    reader.onload = () => onChange((reader.result as string).replace(/^[^,]*,/, ''));
    reader.readAsDataURL(file);
  };
  return (
    <>
      <input {...described} type="file" accept="image/png,image/jpeg,image/webp" onChange={choose} />
      {entry !== '' && <img src={`data:image/*;base64,${entry}`} alt={words.imageAlt} />}
    </>
  );
}

function rulesOf({ type, minimum, maximum, shape, width, height, nullable }: Feature): string | undefined {
  if (type === 'array' && shape) return words.arrayHint(shape.join(' × '));
  if (type === 'image' && width !== undefined && height !== undefined) return words.imageHint(width, height);
  const [low, high] = [minimum, maximum].map((bound) => (bound === undefined ? undefined : String(bound)));
  const bounds =
    low === undefined ? high && words.atMost(high) : high ? words.bounds(low, high) : words.atLeast(low);
  return [bounds, nullable && texts.model.nullable].filter(Boolean).join(' · ') || undefined;
}
