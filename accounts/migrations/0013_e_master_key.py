"""Printed codes say on which master key their hashes hang (docs/decisions/0025); changing it is an act."""

import base64

from django.conf import settings
from django.db import migrations, models

from accounts.domain.sealing import key_id


def name_the_key(apps, schema_editor):
    """Until now there has been one master key only."""
    codes = apps.get_model("accounts", "PrintedCode").objects.using(schema_editor.connection.alias)
    codes.filter(under="").update(under=key_id(base64.b64decode(settings.MASTER_KEY)))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_d_sealed_through'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='auditentry',
            name='act_is_known',
        ),
        migrations.AddField(
            model_name='printedcode',
            name='under',
            field=models.CharField(default='', max_length=16),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='act',
            field=models.CharField(choices=[('log_in', 'logged in'), ('log_in_failed', 'failed to log in'), ('locked_out', 'was locked out'), ('password_changed', 'changed the password'), ('password_slip', 'printed a password slip'), ('sessions_ended', 'logged somebody out on every device'), ('person_added', 'added a person'), ('photo_kept', 'kept a photo'), ('photo_removed', 'removed a photo'), ('name_changed', 'changed a name'), ('names_imported', 'imported a list of people'), ('role_given', 'gave a role'), ('role_ended', 'ended a role'), ('authorisation_given', 'authorised somebody'), ('authorisation_ended', 'ended an authorisation'), ('enrolled', 'enrolled'), ('withdrawn', 'withdrew an enrolment'), ('cohort_changed', 'changed a cohort'), ('centre_changed', 'changed the settings of a centre'), ('timetable_made', 'made a timetable'), ('roll_taken', 'took the roll'), ('mark_corrected', 'corrected a mark'), ('day_signed', 'signed a day'), ('device_file_taken', 'took in the file of a device'), ('admission_proposed', 'proposed an admission by order'), ('admission_decided', 'decided on an admission by order'), ('edition_published', 'published an edition'), ('approval_changed', 'changed an approval'), ('practical_recorded', 'recorded a practical exercise'), ('practical_confirmed', 'confirmed a practical exercise'), ('practical_coached', 'noted coaching before a re-sit'), ('practical_day_planned', 'planned a day of practical exercises'), ('pin_set', 'set a PIN'), ('quiz_changed', 'changed a quiz'), ('question_changed', 'changed a question'), ('questions_imported', 'imported questions'), ('questions_exported', 'exported questions'), ('sitting_planned', 'planned a sitting'), ('sitting_led', 'led a sitting'), ('extra_time_given', 'gave more time for quizzes'), ('answer_marked', 'marked an answer'), ('points_changed', 'changed points by hand'), ('marks_confirmed', 'confirmed marks given by hand'), ('late_answer_decided', 'decided on a late answer'), ('regraded', 'marked attempts again'), ('paper_printed', 'printed a quiz'), ('paper_entered', 'entered answers from paper'), ('results_locked', 'locked results by protocol'), ('result_corrected', 'corrected a locked result'), ('commission_appointed', 'appointed a commission'), ('commission_ended', 'ended a commission'), ('protocol_file_kept', 'kept a paper of a protocol'), ('appeal_filed', 'filed an appeal'), ('appeal_handed_over', 'gave an appeal to a commission'), ('appeal_decided', 'decided an appeal'), ('name_proved', 'noted that somebody signed the own name'), ('signatories_named', 'named who signs certificates'), ('certificates_prepared', 'prepared certificates'), ('certificates_issued', 'issued certificates'), ('certificate_renewed', 'renewed a certificate'), ('evidence_opened', 'opened the evidence file of a certificate'), ('certificate_revoked', 'revoked a certificate'), ('certificate_opened', 'opened a certificate'), ('certificate_checked', 'checked a certificate'), ('phrase_set', 'set the phrase of a certificate in trust'), ('phrase_removed', 'removed the phrase of a certificate in trust'), ('link_made', 'made a one-time link'), ('link_withdrawn', 'withdrew a one-time link'), ('link_used', 'used a one-time link'), ('person_looked_up', 'looked up a person'), ('certificates_compared', 'compared a list with the register'), ('check_written_down', 'wrote a verification record'), ('enquiry_sent', 'sent an enquiry to a centre'), ('enquiry_answered', 'answered an enquiry'), ('enquiry_closed', 'closed an enquiry'), ('enquiry_opened', 'opened an enquiry'), ('blank_printed', 'printed a certificate on a numbered blank'), ('blank_spoilt', 'wrote down a spoilt blank'), ('gap_explained', 'explained a gap in the register'), ('printer_changed', 'changed the offsets of a printer'), ('past_register_loaded', 'loaded a register of a past year'), ('past_page_kept', 'kept the scan of a ledger page'), ('past_page_opened', 'opened the scan of a ledger page'), ('post_changed', 'changed what a post requires'), ('design_kept', 'changed a design of certificates'), ('exported', 'exported a list'), ('sample_drawn', 'drew a sample'), ('strays_sealed', 'sealed entries of the record by hand'), ('signing_key_changed', 'changed a signing key'), ('master_key_changed', 'changed the master key'), ('data_copied', 'made a copy of the data about somebody'), ('erasure_asked', 'asked to erase somebody'), ('erasure_withdrawn', 'withdrew an erasure'), ('person_erased', 'erased a person'), ('names_destroyed', 'destroyed the names of a protected person'), ('all_names_destroyed', 'destroyed the names of all protected people'), ('data_expired', 'threw away data whose time is over'), ('retention_changed', 'changed how long data is kept'), ('seat_taken', 'took a seat of the demonstration'), ('factor_set_up', 'set up a second factor'), ('factor_removed', 'removed a second factor'), ('factor_failed', 'failed at the second factor'), ('factor_reset', 'reset a second factor'), ('backup_codes_made', 'made new backup codes'), ('code_card_printed', 'printed a code card'), ('printed_code_used', 'logged in with a printed code'), ('confirmed_again', 'confirmed again who they are')], max_length=32),
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['log_in', 'log_in_failed', 'locked_out', 'password_changed', 'password_slip', 'sessions_ended', 'person_added', 'photo_kept', 'photo_removed', 'name_changed', 'names_imported', 'role_given', 'role_ended', 'authorisation_given', 'authorisation_ended', 'enrolled', 'withdrawn', 'cohort_changed', 'centre_changed', 'timetable_made', 'roll_taken', 'mark_corrected', 'day_signed', 'device_file_taken', 'admission_proposed', 'admission_decided', 'edition_published', 'approval_changed', 'practical_recorded', 'practical_confirmed', 'practical_coached', 'practical_day_planned', 'pin_set', 'quiz_changed', 'question_changed', 'questions_imported', 'questions_exported', 'sitting_planned', 'sitting_led', 'extra_time_given', 'answer_marked', 'points_changed', 'marks_confirmed', 'late_answer_decided', 'regraded', 'paper_printed', 'paper_entered', 'results_locked', 'result_corrected', 'commission_appointed', 'commission_ended', 'protocol_file_kept', 'appeal_filed', 'appeal_handed_over', 'appeal_decided', 'name_proved', 'signatories_named', 'certificates_prepared', 'certificates_issued', 'certificate_renewed', 'evidence_opened', 'certificate_revoked', 'certificate_opened', 'certificate_checked', 'phrase_set', 'phrase_removed', 'link_made', 'link_withdrawn', 'link_used', 'person_looked_up', 'certificates_compared', 'check_written_down', 'enquiry_sent', 'enquiry_answered', 'enquiry_closed', 'enquiry_opened', 'blank_printed', 'blank_spoilt', 'gap_explained', 'printer_changed', 'past_register_loaded', 'past_page_kept', 'past_page_opened', 'post_changed', 'design_kept', 'exported', 'sample_drawn', 'strays_sealed', 'signing_key_changed', 'master_key_changed', 'data_copied', 'erasure_asked', 'erasure_withdrawn', 'person_erased', 'names_destroyed', 'all_names_destroyed', 'data_expired', 'retention_changed', 'seat_taken', 'factor_set_up', 'factor_removed', 'factor_failed', 'factor_reset', 'backup_codes_made', 'code_card_printed', 'printed_code_used', 'confirmed_again'])), name='act_is_known'),
        ),
        migrations.RunPython(name_the_key, migrations.RunPython.noop, elidable=True),
    ]
