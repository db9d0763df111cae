package understand

import (
	"math"
	"slices"
)

// vectors compare a text with classes of texts by the cosine of their weighed features. A feature weighs more the fewer classes have it (TF-IDF).
// The tables are flat, so that those of twelve languages fit into a few megabytes. The zero value knows no class.
type vectors struct {
	keys    []feature // in order
	rarity  []float32 // of each key: its inverse document frequency
	from    []uint32  // of each key: its first posting; one more at the end
	class   []uint16
	weight  []float32
	unknown float32 // the weight of a feature that no class has
}

// seen is one mention of a feature in a class: the feature, the class and the weight in 1/256, in this order from the highest bits, so that sorting
// numbers brings together what belongs together.
type seen uint64

func newSeen(f feature, class uint16, weight float32) seen {
	return seen(f)<<32 | seen(class)<<16 | seen(min(weight*weightUnit, 1<<16-1))
}

const weightUnit = 256

func (s seen) feature() feature { return feature(s >> 32) }

func (s seen) class() uint16 { return uint16(s >> 16) }

func (s seen) weight() float32 { return float32(s&0xffff) / weightUnit }

// in is the same mention under another number of its class.
func (s seen) in(class uint16) seen { return s&^(0xffff<<16) | seen(class)<<16 }

// unknownPart is how much a feature that nobody taught counts against a match, as a part of the weight of the rarest.
const unknownPart = 0.6

// learn makes vectors of everything that was seen. It sorts what it is given.
func learn(all []seen, classes int) vectors {
	slices.Sort(all)
	v := vectors{unknown: float32(math.Log(float64(classes+1))) * unknownPart}
	norms := make([]float64, classes)
	for len(all) > 0 {
		var same []seen
		same, all = cut(all, seen.feature)
		v.add(same, classes, norms)
	}
	v.from = append(v.from, uint32(len(v.class)))
	for i, c := range v.class {
		v.weight[i] /= float32(math.Sqrt(norms[c]))
	}
	v.keys, v.rarity, v.from = slices.Clip(v.keys), slices.Clip(v.rarity), slices.Clip(v.from)
	v.class, v.weight = slices.Clip(v.class), slices.Clip(v.weight)
	return v
}

// cut returns the mentions that have the same as the first, and the others.
func cut[K comparable](all []seen, of func(seen) K) (same, rest []seen) {
	n := 1
	for n < len(all) && of(all[n]) == of(all[0]) {
		n++
	}
	return all[:n], all[n:]
}

// add files one feature, of which these are all mentions.
func (v *vectors) add(same []seen, classes int, norms []float64) {
	v.keys, v.from = append(v.keys, same[0].feature()), append(v.from, uint32(len(v.class)))
	first := len(v.class)
	for len(same) > 0 {
		var here []seen
		here, same = cut(same, seen.class)
		sum := float32(0)
		for _, s := range here {
			sum += s.weight()
		}
		v.class, v.weight = append(v.class, here[0].class()), append(v.weight, damped(sum))
	}
	rare := math.Log(float64(classes+1) / float64(len(v.class)-first))
	v.rarity = append(v.rarity, float32(rare))
	for i := first; i < len(v.class); i++ {
		v.weight[i] *= float32(rare)
		norms[v.class[i]] += float64(v.weight[i]) * float64(v.weight[i])
	}
}

// damped lets the tenth mention count less than the first.
func damped(n float32) float32 {
	if n < 1 {
		return n
	}
	return 1 + float32(math.Log(float64(n)))
}

// score says how well each class fits a text, from 0 to 1. It adds to into, which must be as long as there are classes.
func (v *vectors) score(text []weighed, into []float32) {
	norm := float32(0)
	for _, f := range text {
		k, known := slices.BinarySearch(v.keys, f.feature)
		if !known {
			x := f.weight * v.unknown
			norm += x * x
			continue
		}
		x := f.weight * v.rarity[k]
		norm += x * x
		for p := v.from[k]; p < v.from[k+1]; p++ {
			into[v.class[p]] += x * v.weight[p]
		}
	}
	if norm == 0 {
		return
	}
	length := float32(1 / math.Sqrt(float64(norm)))
	for c := range into {
		into[c] *= length
	}
}

// of is how much a feature of a text speaks for a class, before the text's length is taken into account.
func (v *vectors) of(f weighed, class int) float32 {
	k, known := slices.BinarySearch(v.keys, f.feature)
	if !known {
		return 0
	}
	for p := v.from[k]; p < v.from[k+1]; p++ {
		if int(v.class[p]) == class {
			return f.weight * v.rarity[k] * v.weight[p]
		}
	}
	return 0
}
