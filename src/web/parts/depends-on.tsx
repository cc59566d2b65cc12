import { Explained } from './explained.tsx'

/** What is arbitrary of a model's rewards. */
export type RewardUnit = 'zero' | 'scale'

/** Says of numbers that they change with what is arbitrary, though no preference does. */
export const DependsOn = ({ units }: { units: readonly RewardUnit[] }) =>
  units.length > 0 && (
    <>
      {' '}
      Depends on the{' '}
      {units.map((unit, at) => (
        <>
          {at > 0 && ' and the '}
          <Explained key={unit} title={`${unit} of the rewards`} />
        </>
      ))}
      .
    </>
  )
