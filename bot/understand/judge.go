package understand

import "math"

// verdict is one thing that a judge decides about a text.
type verdict int

const (
	isNow   verdict = iota // agents are there now, or somebody is being taken now
	isLeave                // whoever wrote wants no more texts
	isAside                // it is about nothing that the hotline knows
	verdicts
)

// judge decides yes or no about a text by the sum of the weights of its features, in all languages with the same weights: logistic regression. What
// one language has learned of two meanings together, all know.
type judge struct {
	weights [][verdicts]float32 // by a part of the feature's bits
	taught  []uint64            // a bit for each feature that was taught, by more of its bits: others must not borrow its weights
}

// example is a text with what it is: 1 yes, 0 no, and dontKnow.
type example struct {
	features []weighed
	is       [verdicts]float32
	counts   float32 // how much it counts
}

const dontKnow = -1

const (
	judgeBits  = 18
	taughtBits = 21
	rounds     = 4
	pace       = 0.25 // of learning, see AdaGrad
	forgetting = 2e-5
)

// teach makes a judge from examples, in their order and so the same each time. The pace of each weight falls as it learns (AdaGrad, Duchi and others 2011).
func teach(examples []example) judge {
	j := judge{weights: make([][verdicts]float32, 1<<judgeBits), taught: make([]uint64, 1<<taughtBits/64)}
	for _, e := range examples {
		for _, f := range e.features {
			at := f.feature >> (32 - taughtBits)
			j.taught[at/64] |= 1 << (at % 64)
		}
	}
	paces := make([][verdicts]float32, 1<<judgeBits)
	for range rounds {
		for n := range examples {
			// Examples come language by language: a stride that shares no factor with their number mixes them.
			e := &examples[n*stride%len(examples)]
			j.learn(e, paces)
		}
	}
	return j
}

// stride is a prime, larger than any number of examples could be a multiple of by accident.
const stride = 7919

func (j *judge) learn(e *example, paces [][verdicts]float32) {
	sums, length := j.sums(e.features)
	for v := range verdicts {
		if e.is[v] == dontKnow {
			continue
		}
		wrong := (e.is[v] - logistic(sums[v])) * e.counts
		for _, f := range e.features {
			at := f.feature & (1<<judgeBits - 1)
			step := wrong * f.weight * length
			paces[at][v] += step * step
			w := &j.weights[at][v]
			*w += pace*step/float32(math.Sqrt(float64(paces[at][v])+1e-6)) - forgetting**w
		}
	}
}

// sums weighs a text; length is what its features are multiplied by, so that a long text does not shout.
func (j *judge) sums(features []weighed) (sums [verdicts]float32, length float32) {
	norm := float32(0)
	for _, f := range features {
		norm += f.weight * f.weight
	}
	length = 1
	if norm > 1 {
		length = float32(1 / math.Sqrt(float64(norm)))
	}
	for _, f := range features {
		if w := j.of(f.feature); w != nil {
			for v := range w {
				sums[v] += w[v] * f.weight
			}
		}
	}
	for v := range sums {
		sums[v] = sums[v]*length + doubt
	}
	return sums, length
}

// What a text sums up to before any feature speaks: a little below even; and how much lower where hardly anything speaks, for an address or a name is
// no report and no opt-out.
const (
	doubt   = -1
	silence = -4
)

// of are the weights of a feature, nil when nobody taught it.
func (j *judge) of(f feature) *[verdicts]float32 {
	at := f >> (32 - taughtBits)
	if j.taught[at/64]&(1<<(at%64)) == 0 {
		return nil
	}
	return &j.weights[f&(1<<judgeBits-1)]
}

// likely is how likely each verdict is, from 0 to 1.
func (j *judge) likely(features []weighed) [verdicts]float32 {
	sums, length := j.sums(features)
	spoken := j.spoken(features, length)
	for v := range sums {
		sums[v] = logistic(sums[v] + silence*float32(math.Exp(-4*float64(spoken[v]))))
	}
	return sums
}

// spoken is how much is said about each verdict, for or against it.
func (j *judge) spoken(features []weighed, length float32) (all [verdicts]float32) {
	for _, f := range features {
		if weights := j.of(f.feature); weights != nil {
			for v, w := range weights {
				all[v] += max(w, -w) * f.weight * length
			}
		}
	}
	return all
}

func logistic(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }
