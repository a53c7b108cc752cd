interface SwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  /** its name, where no label of the page stands around it */
  label?: string;
}

export function Switch({ isOn, onChange, label }: SwitchProps) {
  return (
    <button
      type="button"
      className="switch"
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      onClick={() => onChange(!isOn)}
    />
  );
}
