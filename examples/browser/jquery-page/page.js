/* An old page, written for jQuery's Deferred. It cannot tell which implementation it runs on. */
(function ($) {
  'use strict';

  /* The log */

  // Formats an argument of a callback in short.
  function brief(value) {
    if (value === undefined || value === null) {
      return String(value);
    }
    if (value.jquery) {
      return '$(' + $.map(value.get(), brief).join(', ') + ')';
    }
    if (value.nodeType) {
      return '#' + value.id;
    }
    if (value.getAllResponseHeaders) {
      return 'jqXHR ' + value.status;
    }
    if (value.tweens) {
      return 'animation';
    }
    if (value.url) {
      return value.type + ' ' + value.url;
    }
    if (Array.isArray(value)) {
      return '[' + $.map(value, brief).join(', ') + ']';
    }
    return JSON.stringify(value);
  }

  function log(name, text) {
    var $log = $('#log');
    $('<li>').addClass(name.split('.')[1]).append($('<b>').text(name), $('<span>').text(text)).appendTo($log);
    $log.scrollTop($log[0].scrollHeight);
  }

  // Creates a callback that logs its arguments and its context.
  function logged(name) {
    return function () {
      log(name, '(' + $.map(arguments, brief).join(', ') + ') on ' + brief(this));
    };
  }

  /* The form */

  var $booking = $('#booking');

  function fill(name, options) {
    $.each(options, function (_, option) {
      $('<option>')
        .text(option)
        .appendTo($booking.find('[name=' + name + ']'));
    });
  }

  $.when($.getJSON('/acts.json'), $.getJSON('/slots.json'))
    .done(logged('lists.done'))
    .done(function (acts, slots) {
      fill('act', acts[0]);
      fill('slot', slots[0]);
    });

  // Parsley validates with Deferreds of its own, and waits for the server if a field is checked there.
  $booking
    .parsley()
    .on('form:error', function () {
      log('parsley.fail', '');
    })
    .on('form:success', function () {
      log('parsley.done', '');
    });

  function book() {
    $('#book').prop('disabled', true);
    $('#spinner').show();
    return $.post('/bookings', $booking.serialize())
      .done(logged('booking.done'))
      .fail(logged('booking.fail'))
      .always(logged('booking.always'), function () {
        $('#spinner').hide();
        $('#book').prop('disabled', false);
      });
  }

  function showBooking(booking) {
    return $('#booked')
      .text(booking.slot + ' is yours, ' + booking.name + '.')
      .fadeIn(200)
      .promise();
  }

  function showRefusal(jqXHR) {
    $('#slot')
      .parsley()
      .addError('refused', { message: messageOf(jqXHR) });
    return $('#slot').fadeOut(100).fadeIn(100).promise();
  }

  function messageOf(jqXHR) {
    return jqXHR.responseJSON ? jqXHR.responseJSON.message : 'The server does not answer.';
  }

  $booking.on('submit', function (e) {
    e.preventDefault();
    $('#slot').parsley().removeError('refused');
    $('#booked').hide();
    book().then(showBooking, showRefusal).done(logged('shown.done'));
  });

  /* The upload */

  function upload(file) {
    var dfd = $.Deferred();
    $.ajax({
      url: '/tracks',
      type: 'POST',
      data: file,
      contentType: file.type,
      processData: false,
      xhr: function () {
        var xhr = $.ajaxSettings.xhr();
        $(xhr.upload).on('progress', function (e) {
          dfd.notify(e.originalEvent.loaded, e.originalEvent.total);
        });
        return xhr;
      },
    })
      .done(dfd.resolve)
      .fail(dfd.reject);
    return dfd.promise();
  }

  $('#track').on('change', function () {
    var file = this.files[0];
    var quarter = 25;
    var $sent = $('#sent').removeClass('refused').width(0);
    var $state = $('#track-state').text('');

    function showProgress(loaded, total) {
      var percent = Math.floor((100 * loaded) / total);
      $sent.stop().animate({ width: percent + '%' }, 100);
      // Browsers fire progress events at different rates, so each quarter is logged once.
      for (; quarter <= percent; quarter += 25) {
        log('upload.progress', ' at ' + quarter + ' %');
      }
    }

    if (file) {
      upload(file)
        .progress(showProgress)
        .done(logged('upload.done'), function (track) {
          $state.text(file.name + ': ' + Math.ceil(track.bytes / 1024) + ' KiB arrived.');
        })
        .fail(logged('upload.fail'), function (jqXHR) {
          $sent.addClass('refused');
          $state.text(file.name + ': ' + messageOf(jqXHR));
        })
        .always(logged('upload.always'), function () {
          $sent.promise().done(logged('bar.done'));
        });
    }
  });

  /* The stage */

  var $spot = $('#spot');

  $('#open').on('click', function () {
    var left = $('#left').animate({ width: '8%' }, 200).promise();
    var right = $('#right').animate({ width: '8%' }, 300).promise();
    $.when(left.done(logged('left.done')), right.done(logged('right.done')))
      .done(logged('both.done'))
      .then(function () {
        return $('.curtain').animate({ opacity: 0.6 }, 100).promise();
      })
      .done(logged('curtain.done'));
  });

  $('#move').on('click', function () {
    $spot
      .animate({ left: '70%' }, 200)
      .delay(100)
      .queue(function (next) {
        $(this).addClass('bright');
        logged('spot.queue').call(this);
        next();
      })
      .animate({ left: '45%' }, 200)
      .promise()
      .done(logged('spot.done'));
  });

  $('#sweep').on('click', function () {
    $spot
      .animate(
        { left: '89%' },
        {
          duration: 20000,
          done: logged('sweep.done'),
          fail: logged('sweep.fail'),
          always: logged('sweep.always'),
        },
      )
      .promise()
      .always(logged('spot.always'));
  });

  $('#stop').on('click', function () {
    $spot.stop(true).css('left', '45%');
  });

  /* The links to the other pages */

  $('nav a').each(function () {
    $(this).toggleClass('current', this.href === location.href);
  });
})(jQuery);
