//go:build linux

// Delay-link makes two TUN devices and carries every packet from one to the other after a fixed time. It is a long cable:
// it loses nothing, has no limit of bandwidth, and any number of packets may be under way.
//
// The devices hand over and take TCP segments of up to 64 KB with the MSS still in their header (TSO), so that the kernel's
// TCP behaves as on a link with the device's MTU, and the carrying costs one packet where the wire would have 45.
//
// It prints "ready" when the devices are there, and runs until it is killed.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

// From linux/if_tun.h.
const (
	tunSetInterface = 0x400454ca
	tunSetOffload   = 0x400454d0
	tunSetHeader    = 0x400454d8

	interfaceTun      = 0x0001
	interfaceNoInfo   = 0x1000
	interfaceNetHead  = 0x4000
	offloadChecksum   = 0x01
	offloadTSO4       = 0x02
	netHeaderBytes    = 10
	largestPacket     = 65536 + netHeaderBytes
	packetsInTransit  = 1 << 16
	interfaceNameSize = 16
)

type packet struct {
	due   time.Time
	bytes []byte
}

func main() {
	if len(os.Args) != 4 {
		fail("usage: delay-link DEVICE DEVICE MICROSECONDS")
	}
	micros, err := strconv.Atoi(os.Args[3])
	if err != nil || micros < 0 {
		fail("no number of microseconds: " + os.Args[3])
	}
	delay := time.Duration(micros) * time.Microsecond
	here, there := open(os.Args[1]), open(os.Args[2])
	carry(here, there, delay)
	carry(there, here, delay)
	fmt.Println("ready")
	select {}
}

func open(name string) int {
	device, err := syscall.Open("/dev/net/tun", syscall.O_RDWR, 0)
	check("open /dev/net/tun", err)
	var request [40]byte // struct ifreq
	copy(request[:interfaceNameSize-1], name)
	binary.LittleEndian.PutUint16(request[interfaceNameSize:], interfaceTun|interfaceNoInfo|interfaceNetHead)
	control(name, device, tunSetInterface, uintptr(unsafe.Pointer(&request)))
	size := int32(netHeaderBytes)
	control(name, device, tunSetHeader, uintptr(unsafe.Pointer(&size)))
	control(name, device, tunSetOffload, offloadChecksum|offloadTSO4)
	return device
}

func control(name string, device int, request, argument uintptr) {
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(device), request, argument); errno != 0 {
		fail(fmt.Sprintf("cannot make the device %s: %v", name, errno))
	}
}

// carry reads from one device at once, so that its queue stays short, and writes to the other when the time has come.
func carry(from, to int, delay time.Duration) {
	transit := make(chan packet, packetsInTransit)
	idle := make(chan []byte, packetsInTransit) // buffers are used again: new ones would cost more than all the rest
	go func() {
		for {
			buffer := take(idle)
			count, err := syscall.Read(from, buffer)
			for err == syscall.EINTR || err == syscall.EAGAIN {
				count, err = syscall.Read(from, buffer)
			}
			check("read from a device", err)
			transit <- packet{time.Now().Add(delay), buffer[:count]}
		}
	}()
	go func() {
		for next := range transit {
			time.Sleep(time.Until(next.due))
			// A device that is down, or not there any more, loses packets as a cable does that is cut.
			_, _ = syscall.Write(to, next.bytes)
			idle <- next.bytes[:largestPacket]
		}
	}()
}

func take(idle chan []byte) []byte {
	select {
	case buffer := <-idle:
		return buffer
	default:
		return make([]byte, largestPacket)
	}
}

func check(what string, err error) {
	if err != nil {
		fail(fmt.Sprintf("cannot %s: %v", what, err))
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, "delay-link: "+message)
	os.Exit(1)
}
