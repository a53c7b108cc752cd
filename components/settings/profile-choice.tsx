import { useId } from "react";

interface ProfileChoiceProps<V extends string> {
  label: string;
  /** what the first option says: the one that leaves the choice to the profile */
  standard: string;
  values: readonly V[];
  names: Record<string, string>;
  /** undefined or "" = the standard */
  value: string | undefined;
  onChange: (value: V | undefined) => void;
  help: string;
}

/** One setting of a server, with "as its kind says" in first place. */
export function ProfileChoice<V extends string>(props: ProfileChoiceProps<V>) {
  const { label, standard, values, names, value, onChange, help } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        aria-describedby={`${id}-help`}
        value={value ?? ""}
        onChange={({ target }) => onChange(values.find((each) => each === target.value))}
      >
        <option value="">{standard}</option>
        {values.map((each) => (
          <option key={each} value={each}>
            {names[each] ?? each}
          </option>
        ))}
      </select>
      <p className="help" id={`${id}-help`}>
        {help}
      </p>
    </div>
  );
}
